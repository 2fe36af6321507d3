"""Watches torchvision's choices while a model runs, and raises where one is decided by less than a margin."""

import contextlib
from unittest import mock

import torch
from torchvision.models.detection import _utils, roi_heads, rpn
from torchvision.ops import boxes as box_ops
from torchvision.ops import poolers

MARGIN = 1e-4
# What is kept after suppression at most, of proposals and of detections, in any of the cases.
CUTS = (20, 24, 40)


class TooClose(Exception):
    """Another seed is to be tried."""


def require(far, what):
    if not bool(torch.as_tensor(far).all()):
        raise TooClose(what)


@contextlib.contextmanager
def watched_choices():
    batched_nms = box_ops.batched_nms
    top_n = rpn.RegionProposalNetwork._get_top_n_idx
    matcher = _utils.Matcher.__call__
    postprocess = roi_heads.RoIHeads.postprocess_detections
    level_mapper = poolers.LevelMapper.__call__

    def watched_nms(boxes, scores, groups, threshold):
        kept = batched_nms(boxes, scores, groups, threshold)
        iou = box_ops.box_iou(boxes[kept], boxes)
        same = groups[kept][:, None] == groups[None]
        require(((iou - threshold).abs() > MARGIN) | ~same, "suppression")
        gaps = (scores[kept][:, None] - scores[None]).abs()
        other = torch.arange(len(scores))[None] != kept[:, None]
        require((gaps > MARGIN) | ~(same & other & (iou > threshold)), "order of suppression")
        for limit in CUTS:
            if limit < len(kept):
                require(scores[kept[limit - 1]] - scores[kept[limit]] > MARGIN, "cut after suppression")
        return kept

    def watched_top_n(self, objectness, counts):
        for level in objectness.split(counts, 1):
            limit = self.pre_nms_top_n()
            if limit < level.shape[1]:
                ordered = level.sort(dim=1, descending=True).values
                require(ordered[:, limit - 1] - ordered[:, limit] > MARGIN, "top k")
        return top_n(self, objectness, counts)

    def watched_matcher(self, quality):
        best = quality.max(dim=0).values
        for threshold in (self.low_threshold, self.high_threshold):
            require((best - threshold).abs() > MARGIN, "matching threshold")
        if quality.shape[0] > 1:
            first, second = quality.topk(2, dim=0).values
            require((first - second > MARGIN) | (first < self.low_threshold), "matched object")
        if self.allow_low_quality_matches:
            behind = quality.max(dim=1, keepdim=True).values - quality
            require((behind > MARGIN) | (behind < 1e-12), "best anchor")
        return matcher(self, quality)

    def watched_postprocess(self, logits, deltas, proposals, sizes):
        scores = torch.softmax(logits, -1)[:, 1:]
        require((scores - self.score_thresh).abs() > MARGIN, "score threshold")
        return postprocess(self, logits, deltas, proposals, sizes)

    def watched_mapper(self, boxlists):
        size = torch.sqrt(torch.cat([box_ops.box_area(boxes) for boxes in boxlists]))
        level = self.lvl0 + torch.log2(size / self.s0) + self.eps
        require((level - level.round()).abs() > MARGIN, "level")
        return level_mapper(self, boxlists)

    with (
        mock.patch.object(box_ops, "batched_nms", watched_nms),
        mock.patch.object(rpn.RegionProposalNetwork, "_get_top_n_idx", watched_top_n),
        mock.patch.object(_utils.Matcher, "__call__", watched_matcher),
        mock.patch.object(roi_heads.RoIHeads, "postprocess_detections", watched_postprocess),
        mock.patch.object(poolers.LevelMapper, "__call__", watched_mapper),
    ):
        yield
