"""How every figure looks, is saved and is shown, whatever it draws."""
