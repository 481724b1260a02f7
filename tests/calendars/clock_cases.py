"""Sessions in weeks in which the clock changes, and when they are in UTC, worked out by hand."""

# zone, date, start, end on the wall clock -> start and end in UTC, worked out by hand.
CASES = [
    ("America/New_York", "2026-03-07 09:00-10:30", "2026-03-07T14:00Z", "2026-03-07T15:30Z"),
    ("America/New_York", "2026-03-08 09:00-10:30", "2026-03-08T13:00Z", "2026-03-08T14:30Z"),
    ("America/New_York", "2026-03-08 01:30-03:30", "2026-03-08T06:30Z", "2026-03-08T07:30Z"),
    ("America/New_York", "2026-03-08 00:00-24:00", "2026-03-08T05:00Z", "2026-03-09T04:00Z"),
    # The end is skipped: the clock shows 03:30 then.
    ("America/New_York", "2026-03-08 01:30-02:30", "2026-03-08T06:30Z", "2026-03-08T07:30Z"),
    # The start is skipped: it starts at 03:30 and keeps its minutes.
    ("America/New_York", "2026-03-08 02:30-03:15", "2026-03-08T07:30Z", "2026-03-08T08:15Z"),
    ("America/New_York", "2026-03-08 02:00-03:00", "2026-03-08T07:00Z", "2026-03-08T08:00Z"),
    ("America/New_York", "2026-10-31 09:00-10:30", "2026-10-31T13:00Z", "2026-10-31T14:30Z"),
    ("America/New_York", "2026-11-01 09:00-10:30", "2026-11-01T14:00Z", "2026-11-01T15:30Z"),
    # Shown twice: the first time counts, and it ends when the clock shows its end.
    ("America/New_York", "2026-11-01 00:30-01:30", "2026-11-01T04:30Z", "2026-11-01T05:30Z"),
    ("America/New_York", "2026-11-01 01:00-01:45", "2026-11-01T05:00Z", "2026-11-01T05:45Z"),
    ("America/New_York", "2026-11-01 01:30-02:30", "2026-11-01T05:30Z", "2026-11-01T07:30Z"),
    ("America/New_York", "2026-11-01 23:00-24:00", "2026-11-02T04:00Z", "2026-11-02T05:00Z"),
    ("Europe/Berlin", "2026-03-29 09:00-10:00", "2026-03-29T07:00Z", "2026-03-29T08:00Z"),
    ("Europe/Berlin", "2026-03-29 02:30-03:30", "2026-03-29T01:30Z", "2026-03-29T02:30Z"),
    ("Europe/Berlin", "2026-10-25 02:30-03:30", "2026-10-25T00:30Z", "2026-10-25T02:30Z"),
    ("Australia/Sydney", "2026-04-05 02:30-03:30", "2026-04-04T15:30Z", "2026-04-04T17:30Z"),
    ("Australia/Sydney", "2026-10-04 09:00-10:00", "2026-10-03T22:00Z", "2026-10-03T23:00Z"),
    # Half an hour, in the southern hemisphere.
    ("Australia/Lord_Howe", "2026-04-05 01:45-02:30", "2026-04-04T14:45Z", "2026-04-04T16:00Z"),
    ("Australia/Lord_Howe", "2026-10-04 02:15-03:00", "2026-10-03T15:45Z", "2026-10-03T16:30Z"),
    ("Australia/Lord_Howe", "2026-10-04 09:00-10:00", "2026-10-03T22:00Z", "2026-10-03T23:00Z"),
    # The clock changes at midnight, which is when the session ends.
    ("America/Santiago", "2026-09-05 23:00-24:00", "2026-09-06T03:00Z", "2026-09-06T04:00Z"),
    ("America/Phoenix", "2026-03-08 09:00-10:00", "2026-03-08T16:00Z", "2026-03-08T17:00Z"),
    ("Asia/Kolkata", "2026-03-08 09:00-10:30", "2026-03-08T03:30Z", "2026-03-08T05:00Z"),
]
