class AdamW(Adam):
    """AdamW as PyTorch computes it: weight decay shrinks the weights and stays out of the moments."""

    def update(self, index, weight, grad, state):
        self._update_count(index)
        step = self._index_update_count[index]
        weight[()] = weight * (1 - self._get_lr(index) * self._get_wd(index))
        self.apply(weight, grad * (self.rescale_grad * self.sign), state, step, index)
