import torch
from torch import nn


def train(args, images):
    critic = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(critic.parameters(), args.lr, momentum=args.momentum, weight_decay=args.weight_decay)
    plain = torch.optim.SGD(critic.parameters(), lr=args.lr)
    decayed = torch.optim.SGD(critic.parameters(), lr=args.lr, weight_decay=args.weight_decay)
    device = torch.device("cuda", args.local_rank)
    images = torch.cat(images).cuda(args.gpu, non_blocking=True)
    for p in critic.parameters():
        p.data.clamp_(-args.clip_value, args.clip_value)
    return images.clamp(min=args.low, max=args.high), optimizer, plain, decayed, device
