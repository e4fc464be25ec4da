"""The encoder with its heads: one pass a sentence gives tags, statuses, stances, roles and, for marked pairs, types."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from twotrack.coding.labels import REASONS, ROLES, STANCES, STATUSES, TYPES, layer_slices

RANK = 96


class Reader(nn.Module):
    """Inputs: ``ids``, ``mask`` [batch, tokens]; ``pair`` [batch, 2], the token after each party's opening marker.

    Outputs, as logits: ``tags`` [b, t, all layers], ``heads`` [b, t, statuses + stances + reasons],
    ``roles`` [b, roles, t, t], ``types`` [b, 16], ``event`` [b].
    """

    def __init__(self, base: Path | str) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(base), add_pooling_layer=False, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(width, max(s.stop for s in layer_slices().values()))
        self.heads = nn.Linear(width, len(STATUSES) + len(STANCES) + len(REASONS))
        self.role_head = nn.Linear(width, len(ROLES) * RANK)
        self.role_span = nn.Linear(width, len(ROLES) * RANK)
        self.role_bias_head = nn.Linear(width, len(ROLES))
        self.role_bias_span = nn.Linear(width, len(ROLES))
        self.types = nn.Sequential(
            nn.Linear(3 * width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, len(TYPES))
        )
        self.event = nn.Linear(width, 1)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, pair: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        shape = (*hidden.shape[:2], len(ROLES), RANK)
        head = self.role_head(hidden).view(shape).permute(0, 2, 1, 3)
        span = self.role_span(hidden).view(shape).permute(0, 2, 3, 1)
        roles = head @ span / RANK**0.5
        roles = roles + self.role_bias_head(hidden).permute(0, 2, 1).unsqueeze(3)
        roles = roles + self.role_bias_span(hidden).permute(0, 2, 1).unsqueeze(2)
        index = pair.unsqueeze(2).expand(-1, -1, hidden.shape[2])
        parties = torch.gather(hidden, 1, index).flatten(1)
        types = self.types(torch.cat([hidden[:, 0], parties], dim=1))
        return self.tags(hidden), self.heads(hidden), roles, types, self.event(hidden[:, 0]).squeeze(1)
