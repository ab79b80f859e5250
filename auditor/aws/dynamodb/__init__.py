"""DynamoDB: tables with their keys and throughput."""
