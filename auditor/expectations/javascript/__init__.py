"""Expectations in JavaScript and TypeScript: Jest, Vitest, Mocha with Chai or node:assert, CDK."""
