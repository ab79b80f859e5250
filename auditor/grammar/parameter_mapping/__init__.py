"""Parameter mappings of API Gateway: which part of a request or a response becomes which.

REST APIs and HTTP APIs have a language each:
https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""
