#!/usr/bin/env python3
"""The one command of the project: ./fx up, ./fx test, ./fx doctor … (./fx help lists them)."""

import sys

if sys.version_info < (3, 10):
	sys.exit(
		"fx: 需要 Python 3.10 或更高版本，当前为 {0}；请安装后用 python3.10 ./fx 运行。\n"
		"fx: Python 3.10 or newer is needed, this is {0}; install it and run: python3.10 ./fx".format(
			sys.version.split()[0]
		)
	)

from fxcli.cli import main

sys.exit(main(sys.argv[1:]))
