def step_reached(trainer):
    """Step the parameters that backward() has reached since zero_grad(); the others stay as they are, as in PyTorch."""
    arrays = [array for p in trainer._params if p.grad_req != "null" for array in p.list_data() if array._fresh_grad]
    trainer.step(1, ignore_stale_grad=True)
    for array in arrays:
        array._fresh_grad = True
