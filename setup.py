from setuptools import setup

setup(name="fangxiu_app")
