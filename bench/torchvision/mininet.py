"""MiniNet in torchvision's own parts. Its state dict has the names and shapes of the weights that packages/model writes."""

import torchvision
from torch import nn
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor
from torchvision.models.detection.rpn import AnchorGenerator
from torchvision.ops import FrozenBatchNorm2d, MultiScaleRoIAlign
from torchvision.ops.feature_pyramid_network import LastLevelMaxPool


class MiniNetMaskPredictor(nn.Sequential):
    """Two 2x2 deconvolutions of stride 2: 7x7 -> 28x28, ReLU after the first only."""

    def __init__(self, in_channels, hidden, num_classes):
        super().__init__()
        self.conv5_mask = nn.ConvTranspose2d(in_channels, hidden, 2, 2)
        self.relu = nn.ReLU(inplace=True)
        self.mask_fcn_logits = nn.ConvTranspose2d(hidden, num_classes, 2, 2)
        for name, parameter in self.named_parameters():
            if "weight" in name:
                nn.init.kaiming_normal_(parameter, mode="fan_out", nonlinearity="relu")


def mininet(num_classes, norm="group", anchor_sizes=(32, 64, 128, 256, 512), head_width=1024, **settings):
    """`settings` are those of torchvision's MaskRCNN: min_size, rpn_..., box_..."""
    norm_layer = (lambda channels: nn.GroupNorm(32, channels)) if norm == "group" else FrozenBatchNorm2d
    backbone = BackboneWithFPN(
        torchvision.models.resnet18(weights=None, norm_layer=norm_layer),
        {"layer1": "0", "layer2": "1", "layer3": "2", "layer4": "3"},
        [64, 128, 256, 512],
        256,
        LastLevelMaxPool(),
    )
    levels = ["0", "1", "2", "3"]
    return MaskRCNN(
        backbone,
        rpn_anchor_generator=AnchorGenerator(tuple((size,) for size in anchor_sizes), ((0.5, 1.0, 2.0),) * 5),
        box_roi_pool=MultiScaleRoIAlign(levels, 7, 2),
        box_predictor=FastRCNNPredictor(head_width, num_classes),
        mask_roi_pool=MultiScaleRoIAlign(levels, 7, 2),
        mask_predictor=MiniNetMaskPredictor(256, 256, num_classes),
        **settings,
    )
