"""The rules of the repair centre as plain functions: values in, a decision out.

Nothing here knows the framework, the database, the session or the current time; `now` is always an argument.
Datetimes are naive local times: mainland China has one time zone and no daylight saving time.
"""
