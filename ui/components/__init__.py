"""Small pieces of browser code: the body map, moving the focus, copying words."""
