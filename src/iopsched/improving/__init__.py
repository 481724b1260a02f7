"""Good schedules of large weeks: built block by block, then bettered part by part."""
