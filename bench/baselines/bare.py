"""A bare page: draws what the page that is being timed drew, from what is already at hand."""

from bench import pages

pages.current.draw()
