// Stands for a part of the built frontend.
