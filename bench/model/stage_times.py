"""Times torchvision's stages from outside, under the names of packages/model/src/stages/stage.ts."""

import functools
import statistics
import time

from torchvision.models.detection import roi_heads


class StageTimes:
    def __init__(self, model):
        self.running, self.repeats = {}, []
        rpn, heads = model.rpn, model.roi_heads
        # forward is looked up on the instance first, so that a module's hooks go on as before.
        self._watch(model.transform, "forward", "transform")
        self._watch(model.backbone.body, "forward", "backbone")
        self._watch(model.backbone.fpn, "forward", "pyramid")
        self._watch(rpn.head, "forward", "rpn head")
        self._watch(rpn.anchor_generator, "forward", "proposals")
        self._watch(rpn.box_coder, "decode", "proposals")
        self._watch(rpn, "filter_proposals", "proposals")
        self._watch(rpn, "assign_targets_to_anchors", "rpn targets and losses")
        self._watch(rpn.box_coder, "encode", "rpn targets and losses")
        self._watch(rpn, "compute_loss", "rpn targets and losses")
        self._watch(heads, "select_training_samples", "region sampling")
        self._watch(heads.box_roi_pool, "forward", "box pooling")
        self._watch(heads.box_head, "forward", "box head")
        self._watch(heads.box_predictor, "forward", "box head")
        self._watch(roi_heads, "fastrcnn_loss", "box losses")
        self._watch(heads, "postprocess_detections", "box detections")
        self._watch(heads.mask_roi_pool, "forward", "mask pooling")
        self._watch(heads.mask_head, "forward", "mask head")
        self._watch(heads.mask_predictor, "forward", "mask head")
        self._watch(roi_heads, "maskrcnn_loss", "mask targets and loss")
        self._watch(model.transform, "postprocess", "mask pasting")

    def watched(self, stage, function):
        @functools.wraps(function)
        def timed(*arguments, **named):
            start, cpu = time.perf_counter(), time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                wall_s, cpu_s = self.running.get(stage, (0, 0))
                self.running[stage] = (wall_s + time.perf_counter() - start, cpu_s + time.process_time() - cpu)

        return timed

    def _watch(self, owner, name, stage):
        setattr(owner, name, self.watched(stage, getattr(owner, name)))

    def end_repeat(self, counts, wall_s, cpu_s):
        """What no stage took is the repeat's "rest"."""
        running, self.running = self.running, {}
        if counts:
            sums = [sum(times[part] for times in running.values()) for part in (0, 1)]
            self.repeats.append({**running, "rest": (wall_s - sums[0], cpu_s - sums[1])})

    def take_medians(self):
        repeats, self.repeats = self.repeats, []
        return {
            stage: {
                "wallS": statistics.median(repeat.get(stage, (0, 0))[0] for repeat in repeats),
                "cpuS": statistics.median(repeat.get(stage, (0, 0))[1] for repeat in repeats),
            }
            for stage in repeats[0]
        }
