import numpy as np
import pandas as pd


class Camera:
    def view(self, angle):
        return angle

    def backward(self):
        return None


camera = Camera()
camera.view(1)
camera.backward()
a = np.zeros((2, 3)).reshape(6).sum()
frame = pd.DataFrame({"x": [1]}).mean()
