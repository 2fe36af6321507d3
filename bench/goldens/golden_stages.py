"""The stages without weights, and the norms: results of torchvision's and torch's own functions."""

import torch
from generated_numbers import ellipse, generated, generated_boxes, generated_pixels
from golden_margins import TooClose, watched_choices
from torchvision.models.detection import roi_heads
from torchvision.models.detection._utils import BoxCoder
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.rpn import AnchorGenerator, RegionProposalNetwork
from torchvision.models.detection.transform import GeneralizedRCNNTransform
from torchvision.ops import MultiScaleRoIAlign

SIZES = [[60, 90], [100, 72]]
BOXES = [[[8, 6, 41, 39], [30.5, 20, 81, 52.5]], [[10, 22, 60.5, 70], [4, 3, 33, 31], [42, 60, 70, 97]]]
ANCHOR_SIZES = [16, 32, 64, 128, 256]
IMAGE_SIZES = [[80, 100], [96, 75]]
PADDED = [96, 128]
CLASSES = 4


def anchor_generator():
    return AnchorGenerator(tuple((size,) for size in ANCHOR_SIZES), ((0.5, 1.0, 2.0),) * 5)


def transform_of(min_size, max_size):
    return GeneralizedRCNNTransform(min_size, max_size, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def pictures(seed, sizes=SIZES, dtype=torch.float64):
    return [
        torch.from_numpy(generated_pixels(f"image{index}", *size, seed)).permute(2, 0, 1).to(dtype) / 255
        for index, size in enumerate(sizes)
    ]


def truths(sizes=SIZES, boxes=BOXES, dtype=torch.float64):
    return [
        {
            "boxes": torch.tensor(boxes[index], dtype=dtype),
            "labels": torch.tensor([1 + object % 2 for object in range(len(boxes[index]))]),
            "masks": torch.stack([torch.from_numpy(ellipse(box, *size)) for box in boxes[index]]),
        }
        for index, size in enumerate(sizes)
    ]


def write_stages(open_golden):
    seed = 1
    while True:
        golden = open_golden(
            seed=seed, sizes=SIZES, boxes=BOXES, anchorSizes=ANCHOR_SIZES, imageSizes=IMAGE_SIZES, padded=PADDED, classes=CLASSES
        )
        try:
            with watched_choices():
                put_stages(golden, seed)
            break
        except TooClose as choice:
            print(f"stages: seed {seed}: {choice}")
            seed += 1
    golden.save()


def put_stages(golden, seed):
    def double(name, shape, *args):
        return torch.from_numpy(generated(name, shape, seed, *args)).double()

    def boxes(name, *args):
        return torch.from_numpy(generated_boxes(name, args[0], seed, *args[1:])).double()

    # The transform, also of the targets.
    batch, targets = transform_of(64, 96)(pictures(seed), truths())
    golden.put("transform", batch.tensors)
    for index, target in enumerate(targets):
        golden.put(f"transform.boxes{index}", target["boxes"])

    # Anchors.
    images = ImageList(torch.zeros(2, 3, *PADDED), [tuple(size) for size in IMAGE_SIZES])
    grids = [[-(-side // stride) for side in PADDED] for stride in (4, 8, 16, 32, 64)]
    anchors = anchor_generator()(images, [torch.zeros(2, 1, *grid, dtype=torch.float64) for grid in grids])
    golden.put("anchors", anchors[0])

    # Box coding.
    coder = BoxCoder((10.0, 10.0, 5.0, 5.0))
    references, others = boxes("references", 50, *PADDED, 5, 90), boxes("others", 50, *PADDED, 5, 90)
    golden.put("encoded", coder.encode([others], [references])[0])
    golden.put("decoded", coder.decode(double("deltas", (50, 4), 0, 4), [references]))

    # Proposals.
    counts = [grid[0] * grid[1] * 3 for grid in grids]
    logits = torch.cat([double(f"logits{level}", (2, count), 0, 2) for level, count in enumerate(counts)], 1)
    deltas = torch.cat([double(f"rpnDeltas{level}", (2, count, 4), 0, 0.5) for level, count in enumerate(counts)], 1)
    rpn = RegionProposalNetwork(
        anchor_generator(), torch.nn.Identity(), 0.7, 0.3, 256, 0.5, dict(training=30, testing=30), dict(training=40, testing=40), 0.7
    )
    decoded = rpn.box_coder.decode(deltas.reshape(-1, 4), anchors).reshape(2, -1, 4)
    proposals, _ = rpn.filter_proposals(decoded, logits.reshape(-1, 1), images.image_sizes, counts)
    for index, proposed in enumerate(proposals):
        golden.put(f"proposals{index}", proposed)

    # Multi-scale pooling: boxes of every level, on maps of 256 x 320 pixels.
    features = {str(level): double(f"features{level}", (2, 8, 256 // stride, 320 // stride)) for level, stride in enumerate((4, 8, 16, 32))}
    regions = [
        torch.cat([boxes(f"regions{index}", 10, 256, 320, 3, 100), boxes(f"large{index}", 8, 100, 100, 100, 600)]) for index in range(2)
    ]
    for size in (7, 14):
        pooler = MultiScaleRoIAlign(list(features), size, 2)
        golden.put(f"pooled{size}", pooler(features, regions, [(250, 300), (256, 320)]))

    # Mask targets.
    matched = [torch.tensor([0, 1, 1, 0, 1, 0]), torch.tensor([0, 1, 2, 2, 1, 0])]
    cut = [boxes(f"cut{index}", 6, 60, 60, 6, 60) for index in range(2)]
    masks = [target["masks"].double() for target in targets]
    for index in range(2):
        golden.put(f"maskTargets{index}", roi_heads.project_masks_on_boxes(masks[index], cut[index], matched[index], 28))

    # The heads' losses.
    labels = [torch.tensor([1, 2, 0, 3, 0]), torch.tensor([0, 2, 0, 0, 1, 3, 0])]
    class_logits, box_deltas = double("classLogits", (12, CLASSES), 0, 3), double("boxDeltas", (12, CLASSES * 4), 0, 1)
    targets_of = double("targetDeltas", (12, 4), 0, 1)
    classifier, box = roi_heads.fastrcnn_loss(class_logits, box_deltas, labels, [targets_of[:5], targets_of[5:]])
    golden.put("classifierLoss", classifier)
    golden.put("boxLoss", box)
    object_labels = [target["labels"] for target in targets]
    mask_logits = double("maskLogits", (12, CLASSES, 28, 28), 0, 4)
    golden.put("maskLoss", roi_heads.maskrcnn_loss(mask_logits, cut, masks, object_labels, matched))

    # Detections.
    heads = roi_heads.RoIHeads(None, None, None, 0.5, 0.5, 512, 0.25, None, 0.05, 0.5, 20)
    found = [boxes(f"found{index}", 30, *PADDED, 10, 90) for index in range(2)]
    all_boxes, scores, found_labels = heads.postprocess_detections(
        double("foundLogits", (60, CLASSES), 0, 3), double("foundDeltas", (60, CLASSES * 4), 0, 2), found, images.image_sizes
    )
    for index in range(2):
        golden.put(f"detections{index}.boxes", all_boxes[index])
        golden.put(f"detections{index}.scores", scores[index])
        golden.put(f"detections{index}.labels", found_labels[index])

    # Pasting: probabilities, for the reader to hold its mask against.
    pasted = boxes("pastedBoxes", 6, 60, 90, 4, 70)
    probabilities = double("pastedMasks", (6, 1, 28, 28), 0.5, 0.5)
    golden.put("pasted", roi_heads.paste_masks_in_image(probabilities, pasted, (60, 90)))

    # Batch norm behind a convolution, in training and evaluation.
    norm = torch.nn.BatchNorm2d(16).double()
    for name, parameter in (("weight", 0.5), ("bias", 0.0), ("running_mean", 0.0), ("running_var", 1.0)):
        getattr(norm, name).data.copy_(double(f"norm.{name}", (16,), parameter, 0.4))
    x = torch.nn.functional.conv2d(double("norm.x", (2, 8, 12, 10), 0, 2), double("norm.filter", (16, 8, 3, 3), 0, 0.3), padding=1)
    golden.put("norm.evaluation", norm.eval()(x))
    golden.put("norm.training", norm.train()(x))
    golden.put("norm.running_mean", norm.running_mean)
    golden.put("norm.running_var", norm.running_var)

