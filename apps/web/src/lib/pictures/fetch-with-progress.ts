/** As `fetch` for bytes that are sent, telling how far that has come: `fetch` itself does not know. @param onProgress 0 … 1. */
export const fetchWithProgress =
  (onProgress: (part: number) => void): typeof fetch =>
  (input, { method = 'GET', headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      const fail = (reason: unknown) => () => reject(reason)
      request.open(method, String(input))
      request.responseType = 'arraybuffer'
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
      request.onload = () => resolve(new Response(request.response, { status: request.status }))
      request.onerror = fail(new TypeError('the node was not reached'))
      request.onabort = () => reject(signal?.reason)
      signal?.addEventListener('abort', () => request.abort())
      request.send(body as Uint8Array<ArrayBuffer>)
    })
