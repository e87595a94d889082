"""The methods of `Workspace`, by what they are about: functions, which the class takes in."""
