"""The pages in a real browser. bench/web/__main__.py"""
