"""Documents in and out: JSON, Markdown, HTML, plain text, workflows, configuration."""
