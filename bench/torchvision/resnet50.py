"""torchvision's maskrcnn_resnet50_fpn with random weights, its batch norms frozen as with pretrained ones."""

import torch
from torchvision.models.detection import maskrcnn_resnet50_fpn
from torchvision.ops import FrozenBatchNorm2d


def frozen_resnet50(num_classes, trainable_layers=3, **settings):
    model = maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=num_classes, **settings)
    freeze(model.backbone.body)
    # Without pretrained weights torchvision trains all layers.
    trained = tuple(["layer4", "layer3", "layer2", "layer1", "conv1"][:trainable_layers])
    for name, parameter in model.backbone.body.named_parameters():
        parameter.requires_grad_(name.startswith(trained))
    return model


def freeze(module):
    for name, child in module.named_children():
        if isinstance(child, torch.nn.BatchNorm2d):
            setattr(module, name, FrozenBatchNorm2d(child.num_features))
        else:
            freeze(child)
