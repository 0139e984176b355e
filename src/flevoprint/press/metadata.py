"""What a PDF says of itself, in XMP and in the Info dictionary, with the same words.

One packet for both kinds of edition. Nothing comes from a clock: the dates are the project's, and
the document's identity is a digest of what it was made from.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

import pikepdf
from pikepdf import Name

from flevoprint import __version__
from flevoprint.model import DocumentInfo, Edition

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF {namespaces}>
  <rdf:Description rdf:about="">
{properties}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""

# PDF/A-2 knows no pdfuaid properties of its own, so the packet must describe them
# (ISO 19005-2, 6.6.2.3; PDF Association, TechNote 0009).
_PDFUA_SCHEMA = """   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>"""


def write_metadata(pdf: pikepdf.Pdf, edition: Edition, info: DocumentInfo, seed: bytes) -> None:
    """Replace the XMP packet and the Info dictionary; ``seed`` is what the identity hangs on."""
    producer = str(pdf.docinfo.get("/Producer", _creator()))
    stream = pdf.make_stream(packet(edition, info, producer, seed).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    stamp = pikepdf.String(f"D:{info.date:%Y%m%d}000000Z")
    entries: dict[str, pikepdf.Object] = {
        "/Title": pikepdf.String(info.title),
        "/Subject": pikepdf.String(info.subject),
        "/Author": pikepdf.String(info.publisher),
        "/Creator": pikepdf.String(_creator()),
        "/Producer": pikepdf.String(producer),
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    if edition.condition:
        entries["/Trapped"] = Name("/False")
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(entries))


def packet(edition: Edition, info: DocumentInfo, producer: str, seed: bytes) -> str:
    """The XMP packet (ISO 16684-1)."""
    stamp = f"{info.date.isoformat()}T00:00:00Z"
    properties = [
        _plain("dc:format", "application/pdf"),
        _container("dc:title", "Alt", info.title),
        _container("dc:description", "Alt", info.subject),
        _container("dc:creator", "Seq", info.publisher),
        _container("dc:publisher", "Bag", info.publisher),
        _container("dc:language", "Bag", info.language),
        _plain("xmp:CreateDate", stamp),
        _plain("xmp:ModifyDate", stamp),
        _plain("xmp:MetadataDate", stamp),
        _plain("xmp:CreatorTool", _creator()),
        _plain("pdf:Producer", producer),
        _plain("xmpMM:DocumentID", _identity(seed)),
        _plain("xmpMM:VersionID", "1"),
        _plain("xmpMM:RenditionClass", "default"),
        *(_press_identification() if edition.condition else _screen_identification()),
    ]
    namespaces = "\n  ".join(
        f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _used(edition).items()
    )
    return _PACKET.format(namespaces=namespaces, properties="\n".join(properties))


def _creator() -> str:
    return f"flevoprint {__version__}"


def _press_identification() -> list[str]:
    """PDF/X-4 names itself in XMP alone, not in Info as X-1a and X-3 do (ISO 15930-7, 6.1)."""
    return [_plain("pdfxid:GTS_PDFXVersion", "PDF/X-4"), _plain("pdf:Trapped", "False")]


def _screen_identification() -> list[str]:
    """PDF/A-2a (ISO 19005-2, 6.6.4) and PDF/UA-1 (ISO 14289-1, clause 5) in one file."""
    return [
        _plain("pdfaid:part", "2"),
        _plain("pdfaid:conformance", "A"),
        _plain("pdfuaid:part", "1"),
        _PDFUA_SCHEMA,
    ]


def _used(edition: Edition) -> Mapping[str, str]:
    """The namespaces an edition's packet speaks of."""
    other = ("pdfa", "pdfua") if edition.condition else ("pdfx",)
    return {prefix: uri for prefix, uri in _NAMESPACES.items() if not prefix.startswith(other)}


def _identity(seed: bytes) -> str:
    """A document identity from a digest: alike for alike input, on any machine."""
    return f"uuid:{uuid.UUID(bytes=hashlib.sha256(seed).digest()[:16], version=5)}"


def _plain(name: str, value: str) -> str:
    return f"   <{name}>{escape(value)}</{name}>"


def _container(name: str, kind: str, value: str) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    return (
        f"   <{name}><rdf:{kind}><rdf:li{language}>{escape(value)}</rdf:li></rdf:{kind}></{name}>"
    )
