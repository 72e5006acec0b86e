/** Hands a text to the browser as a file to keep. */
export function download(name: string, type: 'text/csv' | 'application/json', text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the blob by the next task; kept longer, it would stay in memory with the page.
  setTimeout(() => URL.revokeObjectURL(url))
}
