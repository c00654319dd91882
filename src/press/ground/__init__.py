"""What everything else stands on: messages to the user, places of files, the one date, spreadsheets."""
