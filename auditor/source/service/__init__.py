"""Services of the Serverless Framework: their own file, and those that it takes fragments from."""
