"""From a registry of patients treated with IVIg to the tables, figures and printed results of one study."""
