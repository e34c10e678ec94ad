/** A page that came from the server, made safe to show: no script, nothing from the network. */

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
const META = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;

/** The page with the policy as the first thing in its head, before anything it could apply to. */
export function guarded(html: string): string {
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (head === null) {
    return `<!DOCTYPE html><html><head>${META}</head><body>${html}</body></html>`;
  }
  const end = head.index + head[0].length;
  return html.slice(0, end) + META + html.slice(end);
}
