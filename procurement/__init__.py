"""The domain of volume-based procurement: rules, tables, documents and what people can do."""
