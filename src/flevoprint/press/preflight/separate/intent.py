"""From screen colours to the inks of a file's own output intent (ISO 15930-7, 6.2.2)."""

from __future__ import annotations

import io
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray
from PIL import Image, ImageCms

from flevoprint.language import say
from flevoprint.press.preflight.limits import Unreadable, unpacked_profile
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

Values = NDArray[np.float64]


class Intent:
    """The output profile of one file; ``otherwise`` serves where the file has none."""

    def __init__(self, pdf: pikepdf.Pdf, otherwise: bytes | None) -> None:
        self._pdf, self._otherwise = pdf, otherwise
        self._transforms: dict[object, ImageCms.ImageCmsTransform] = {}

    def inks(self, rgb: Values, source: bytes | None) -> Values:
        """Inks 0–1 (n × 4) of colours 0–1 (n × 3) in the profile ``source``, or in sRGB."""
        return self._through(_bytes(rgb * 255), "RGB", source)

    def lab_inks(self, lab: Values) -> Values:
        """Inks of CIE L*a*b* colours (n × 3; L* 0–100), by the profile's white."""
        return self._through(_bytes(lab * (2.55, 1, 1) + (0, 128, 128)), "LAB", None)

    def _through(self, values: NDArray[np.uint8], mode: str, source: bytes | None) -> Values:
        picture = Image.frombytes(mode, (len(values), 1), values.tobytes())
        key = (mode, source)
        try:
            if key not in self._transforms:
                self._transforms[key] = self._transform(mode, source)
            inks = self._transforms[key].apply(picture)
        except (ImageCms.PyCMSError, OSError, ValueError) as bad:
            raise Unmeasured(say("a colour profile that cannot be read")) from bad
        assert isinstance(inks, Image.Image)
        return np.frombuffer(inks.tobytes(), np.uint8).reshape(-1, 4) / 255

    def _transform(self, mode: str, source: bytes | None) -> ImageCms.ImageCmsTransform:
        opened: Any
        opened = ImageCms.createProfile("LAB" if mode == "LAB" else "sRGB")
        if source is not None:
            # A profile that cannot be read leaves what its channels are (ISO 32000-1, 8.6.5.5).
            with suppress(OSError, ImageCms.PyCMSError):
                opened = ImageCms.ImageCmsProfile(io.BytesIO(source))
        return ImageCms.buildTransform(
            opened,
            self._output,
            mode,
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    @cached_property
    def _output(self) -> ImageCms.ImageCmsProfile:
        # Most files hold inks only, and need no profile.
        profile = _embedded(self._pdf) or self._otherwise
        if profile is None:
            raise Unmeasured(say("screen colours, without an output intent to print them by"))
        return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def _bytes(values: Values) -> NDArray[np.uint8]:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _embedded(pdf: pikepdf.Pdf) -> bytes | None:
    """The CMYK profile of the file's output intent, if it carries one that can be unpacked."""
    try:
        for intent in pdf.Root.get("/OutputIntents", []):
            profile = intent.get("/DestOutputProfile")
            if profile is not None and int(profile.N) == 4:
                return unpacked_profile(profile)
    except (AttributeError, TypeError, ValueError, pikepdf.PdfError, Unreadable):
        pass
    return None
