"""Made from the codebook: a workbook to fill in, a REDCap project to set up, a description of a centre's files."""
