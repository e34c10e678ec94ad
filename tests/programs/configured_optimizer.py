"""An optimizer that its network configures: matrices decay, vectors do not; its rate is set by hand at each step."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.n = nn.LayerNorm(8)
        self.b = nn.Linear(8, 3)

    def forward(self, x):
        return self.b(self.n(F.relu(self.a(x))))

    def configure_optimizers(self, weight_decay, learning_rate, betas):
        param_dict = {pn: p for pn, p in self.named_parameters()}
        param_dict = {pn: p for pn, p in param_dict.items() if p.requires_grad}
        decay_params = [p for n, p in param_dict.items() if p.dim() >= 2]
        nodecay_params = [p for n, p in param_dict.items() if p.dim() < 2]
        optim_groups = [
            {'params': decay_params, 'weight_decay': weight_decay},
            {'params': nodecay_params, 'weight_decay': 0.0}
        ]
        num_decay_params = sum(p.numel() for p in decay_params)
        num_nodecay_params = sum(p.numel() for p in nodecay_params)
        print(f"num decayed parameter tensors: {len(decay_params)}, with {num_decay_params:,} parameters")
        optimizer = torch.optim.AdamW(optim_groups, lr=learning_rate, betas=betas)
        return optimizer


net = Net()
opt = net.configure_optimizers(0.1, 0.01, (0.9, 0.95))
x = torch.randn(12, 4)
y = torch.randint(0, 3, (12,))
for i in range(4):
    lr = 0.01 * (i + 1)
    for param_group in opt.param_groups:
        param_group['lr'] = lr
    loss = F.cross_entropy(net(x), y)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    opt.step()
    opt.zero_grad(set_to_none=True)
    print(loss.item())
