"""Whole models and the stages that have weights: backbone, pyramid, heads; detections, losses, gradients, five SGD steps."""

import copy
import pathlib
import sys

import torch
import torchvision
from generated_numbers import generated, generated_parameter
from golden_margins import TooClose, watched_choices
from golden_stages import ANCHOR_SIZES, BOXES, CLASSES, SIZES, anchor_generator, pictures, truths
from torch import nn
from torchvision.models.detection import MaskRCNN, maskrcnn_resnet50_fpn, roi_heads
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.models.detection.rpn import concat_box_prediction_layers
from torchvision.ops import FrozenBatchNorm2d, MultiScaleRoIAlign

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "torchvision"))
from mininet import MiniNetMaskPredictor  # noqa: E402

EVERYTHING = 1_000_000
FULL = dict(pyramidChannels=256, headWidth=1024, maskHeadWidths=[256] * 4, maskPredictorWidth=256)
# For the gradients: the fewer sums, the fewer of them lie so near to zero that rounding decides a ReLU.
NARROW = dict(pyramidChannels=32, headWidth=64, maskHeadWidths=[16, 16], maskPredictorWidth=16)
LIMITS = dict(minSizePx=64, maxSizePx=96, preNmsTopN=12, postNmsTopN=24, scoreThreshold=0.05, maxDetections=20)
SGD = dict(learningRate=0.002, momentum=0.9, weightDecay=0.01, steps=5)
AGREEMENT = 2e-5
MASK_SIZE = 28
# Corners of pasted masks are cut to whole pixels.
MARGIN_PX = 1e-3
STAGE_SEED = 1
# One set of weights a case; the seeds that are tried draw other pictures.
WEIGHTS_SEED = 1


def build(architecture, norm, widths, dtype):
    mininet = architecture == "mininet"
    norm_layer = {"group": lambda channels: nn.GroupNorm(32, channels), "frozen": FrozenBatchNorm2d}[norm]
    body = (torchvision.models.resnet18 if mininet else torchvision.models.resnet50)(weights=None, norm_layer=norm_layer)
    channels = [64, 128, 256, 512] if mininet else [256, 512, 1024, 2048]
    pyramid, hidden, mask_widths = widths["pyramidChannels"], widths["headWidth"], widths["maskHeadWidths"]
    predictor = MiniNetMaskPredictor if mininet else MaskRCNNPredictor
    model = MaskRCNN(
        BackboneWithFPN(body, {f"layer{level + 1}": str(level) for level in range(4)}, channels, pyramid),
        min_size=LIMITS["minSizePx"],
        max_size=LIMITS["maxSizePx"],
        rpn_anchor_generator=anchor_generator(),
        rpn_pre_nms_top_n_train=LIMITS["preNmsTopN"],
        rpn_pre_nms_top_n_test=LIMITS["preNmsTopN"],
        rpn_post_nms_top_n_train=LIMITS["postNmsTopN"],
        rpn_post_nms_top_n_test=LIMITS["postNmsTopN"],
        rpn_batch_size_per_image=EVERYTHING,
        rpn_positive_fraction=1.0,
        box_batch_size_per_image=EVERYTHING,
        box_positive_fraction=1.0,
        box_score_thresh=LIMITS["scoreThreshold"],
        box_detections_per_img=LIMITS["maxDetections"],
        box_head=TwoMLPHead(pyramid * 49, hidden),
        box_predictor=FastRCNNPredictor(hidden, CLASSES),
        mask_roi_pool=MultiScaleRoIAlign(["0", "1", "2", "3"], 7 if mininet else 14, 2),
        mask_head=MaskRCNNHeads(pyramid, mask_widths, 1),
        mask_predictor=predictor(mask_widths[-1], widths["maskPredictorWidth"], CLASSES),
    )
    if widths is FULL and not mininet:
        expected = maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=CLASSES).state_dict()
        shapes = {name: tensor.shape for name, tensor in expected.items() if not name.endswith("num_batches_tracked")}
        assert shapes == {name: tensor.shape for name, tensor in model.state_dict().items()}
    state = {
        name: torch.from_numpy(generated_parameter(name, tuple(tensor.shape), WEIGHTS_SEED))
        for name, tensor in model.state_dict().items()
    }
    model.load_state_dict(state, strict=True)
    return model.to(dtype)


def error(a, b):
    return ((a.double() - b.double()).abs().max() / b.abs().max().clamp(min=1e-30)).item()


def write_model(open_golden, architecture, norm):
    narrow = build(architecture, norm, NARROW, torch.float64)
    detection_seed, detections = first_decided("detections", lambda seed: detections_of(narrow, seed))
    training_seed, training = first_decided("training", lambda seed: training_of(narrow, seed))
    golden = open_golden(
        architecture=architecture,
        norm=norm,
        classes=CLASSES,
        full=FULL,
        narrow=NARROW,
        limits=LIMITS,
        anchorSizes=ANCHOR_SIZES,
        sgd=SGD,
        sizes=SIZES,
        boxes=BOXES,
        stageSeed=STAGE_SEED,
        weightsSeed=WEIGHTS_SEED,
        detectionSeed=detection_seed,
        trainingSeed=training_seed,
    )
    with torch.no_grad():
        put_stages(golden, build(architecture, norm, FULL, torch.float64))
    put_detections(golden, detections)
    losses, gradients, parameters = training
    for name, value in losses.items():
        golden.put(f"loss.{name}", value)
    for name, gradient in gradients.items():
        golden.put(f"gradient.{name}", gradient, 128)
    for name, parameter in parameters.items():
        golden.put(f"trained.{name}", parameter, 128)
    golden.save()


def first_decided(what, attempt):
    for seed in range(1, 10_000):
        try:
            return seed, attempt(seed)
        except TooClose as choice:
            print(f"{what}: seed {seed}: {choice}", flush=True)


def put_stages(golden, model):
    def double(name, shape, *args):
        return torch.from_numpy(generated(name, shape, STAGE_SEED, *args)).double()

    batch = [64, 96]
    for level, features in model.backbone.body(double("batch", (2, 3, *batch), 0, 2)).items():
        golden.put(f"C{int(level) + 2}", features)
    channels = model.backbone.fpn.inner_blocks
    stages = {
        str(level): double(f"stage{level}", (2, channels[level][0].in_channels, *(side // stride for side in batch)), 0.5, 0.5)
        for level, stride in enumerate((4, 8, 16, 32))
    }
    for name, features in zip(("P2", "P3", "P4", "P5", "pool"), model.backbone.fpn(stages).values()):
        golden.put(name, features)
    levels = [
        double(f"level{level}", (2, 256, *(-(-side // stride) for side in batch))) for level, stride in enumerate((4, 8, 16, 32, 64))
    ]
    logits, deltas = model.rpn.head(levels)
    for level in range(5):
        golden.put(f"rpnLogits{level}", logits[level])
        golden.put(f"rpnDeltas{level}", deltas[level])
    images = ImageList(torch.zeros(2, 3, *batch), [(64, 96), (64, 80)])
    anchors = model.rpn.anchor_generator(images, levels)
    targets = [{"boxes": torch.tensor(boxes, dtype=torch.float64)} for boxes in BOXES]
    with watched_choices():
        labels, matched = model.rpn.assign_targets_to_anchors(anchors, targets)
    objectness, flat_deltas = concat_box_prediction_layers(logits, deltas)
    losses = model.rpn.compute_loss(objectness, flat_deltas, labels, model.rpn.box_coder.encode(matched, anchors))
    golden.put("objectnessLoss", losses[0])
    golden.put("rpnBoxLoss", losses[1])
    class_logits, box_deltas = model.roi_heads.box_predictor(model.roi_heads.box_head(double("pooled", (6, 256, 7, 7))))
    golden.put("classLogits", class_logits)
    golden.put("boxDeltas", box_deltas)
    size = model.roi_heads.mask_roi_pool.output_size[0]
    golden.put("maskLogits", model.roi_heads.mask_predictor(model.roi_heads.mask_head(double("maskPooled", (3, 256, size, size)))))


def detections_of(narrow, seed):
    results = []
    for dtype in (torch.float64, torch.float32):
        model = copy.deepcopy(narrow).to(dtype).eval()
        with torch.no_grad(), watched_choices():
            results.append(model(pictures(seed, dtype=dtype)))
        counts = [len(found["labels"]) for found in results[-1]]
        if min(counts) == 0 or sum(counts) < 5:
            raise TooClose(f"{counts} detections")
    for found, rounded in zip(*results):
        if (found["scores"][:-1] - found["scores"][1:] < 1e-4).any():
            raise TooClose("order of detections")
        if found["labels"].tolist() != rounded["labels"].tolist() or error(rounded["boxes"], found["boxes"]) > 1e-4:
            raise TooClose("single precision finds something else")
        corners = roi_heads.expand_boxes(found["boxes"], 1 + 2 / MASK_SIZE)
        if ((corners - corners.round()).abs() < MARGIN_PX).any():
            raise TooClose("corner of a pasted mask")
    return results[0]


def put_detections(golden, detections):
    for index, found in enumerate(detections):
        golden.put(f"found{index}.labels", found["labels"])
        golden.put(f"found{index}.scores", found["scores"])
        golden.put(f"found{index}.boxes", found["boxes"])
        golden.put(f"found{index}.masks", found["masks"])


def training_of(narrow, seed):
    """Losses and gradients of the first step and parameters after the last, in double precision."""
    model, rounded = copy.deepcopy(narrow).train(), copy.deepcopy(narrow).float().train()
    losses, gradients = step(model, seed, torch.float64)
    _, others = step(rounded, seed, torch.float32)
    errors = {name: error(others[name], gradients[name]) for name in gradients}
    worst = max(errors, key=errors.get)
    if errors[worst] > AGREEMENT:
        raise TooClose(f"gradient of {worst} in single precision is {errors[worst]:.1e} off")
    initial = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    for trained, dtype in ((model, torch.float64), (rounded, torch.float32)):
        optimizer = torch.optim.SGD(
            trained.parameters(), lr=SGD["learningRate"], momentum=SGD["momentum"], weight_decay=SGD["weightDecay"]
        )
        for _ in range(SGD["steps"]):
            step(trained, seed, dtype)
            optimizer.step()
    parameters = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    for name, parameter in rounded.named_parameters():
        if error(parameter.detach(), parameters[name]) > AGREEMENT:
            raise TooClose(f"{name} after {SGD['steps']} steps in single precision")
    moved = sorted(((parameters[name] - initial[name]).abs().max() / initial[name].abs().max()).item() for name in parameters)
    print(f"training: seed {seed}: gradients agree to {errors[worst]:.1e}; parameters move by {moved[0]:.1e} to {moved[-1]:.1e}")
    return losses, gradients, parameters


def step(model, seed, dtype):
    model.zero_grad()
    with watched_choices():
        losses = model(pictures(seed, dtype=dtype), copy.deepcopy(truths(dtype=dtype)))
    sum(losses.values()).backward()
    return (
        {name: value.detach() for name, value in losses.items()},
        {name: parameter.grad.clone() for name, parameter in model.named_parameters()},
    )
