"""What the report's page and its Markdown show, part by part, as plain data for the templates."""
