class GradScaler:
    """PyTorch's loss scaler, switched off: gradients in float32 do not vanish, so that nothing has to be scaled."""

    def scale(self, outputs):
        return outputs

    def unscale_(self, trainer):
        pass

    def step(self, trainer):
        trainer.step(1, ignore_stale_grad=True)

    def update(self, new_scale=None):
        pass

    def get_scale(self):
        return 1.0

    def is_enabled(self):
        return False

    def state_dict(self):
        return {}

    def load_state_dict(self, state):
        pass
