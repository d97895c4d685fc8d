"""What users need to test their own workflow, store and plug-ins with newsflow."""
