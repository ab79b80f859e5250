"""Lambda: functions, their code, variables and packages."""
