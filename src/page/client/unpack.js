// The payload of the page: base 64 of raw deflate, unpacked by the browser.

/** Bytes of a text in base 64. */
export function unpackBase64(text) {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** The unpacked bytes of `<script type="text/plain" id=…>`; null where the page has none. */
export async function unpackBytes(id) {
  const element = document.getElementById(id);
  if (element === null) return null;
  const packed = unpackBase64(element.textContent.trim());
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The unpacked text of `<script type="text/plain" id=…>`; null where the page has none. */
export async function unpackText(id) {
  const bytes = await unpackBytes(id);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
