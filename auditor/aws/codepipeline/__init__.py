"""CodePipeline: what the stages and actions of pipelines may be."""
