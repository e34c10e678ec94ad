import torch


s = "🔥"; x = torch.ones(2, 3)  # 🔥
