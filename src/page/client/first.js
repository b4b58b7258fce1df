document.documentElement.classList.add("js");
addEventListener("DOMContentLoaded", async () => {
  try {
    const packed = Uint8Array.from(atob(document.getElementById("code").textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const [plot, client] = (await new Response(stream).text()).split("\0");
    for (const [type, text] of [["text/javascript", plot], ["module", client]]) {
      const script = document.createElement("script");
      [script.type, script.textContent] = [type, text];
      document.body.append(script);
    }
  } catch {
    document.documentElement.classList.remove("js");
  }
});
