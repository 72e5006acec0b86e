// A worker that remembers what pages tell it and answers as a test asks. The content scripts cannot tell it from the real one.
globalThis.heard = []
globalThis.ports = []
globalThis.slice = null

globalThis.adopt = (slice) => {
  globalThis.slice = slice
  for (const port of globalThis.ports)
    port.postMessage(slice ? { type: 'slice.changed', slice } : { type: 'site.unknown' })
}
globalThis.say = (message) => {
  for (const port of globalThis.ports) port.postMessage(message)
}

chrome.runtime.onConnect.addListener((port) => {
  globalThis.ports.push(port)
  port.onDisconnect.addListener(() => {
    globalThis.ports = globalThis.ports.filter((one) => one !== port)
  })
  port.onMessage.addListener((message) => {
    globalThis.heard.push(message)
    if (message.type === 'page.opened' && globalThis.slice)
      port.postMessage({ type: 'slice.changed', slice: globalThis.slice })
    // As the real worker does: the watch over the pack, and for packs that declare AI controls what knows their text.
    if (message.type === 'page.opened' && globalThis.slice) {
      const declares = globalThis.slice.pack.surfaces.some(({ assistants }) => assistants)
      void chrome.scripting
        .executeScript({
          target: { tabId: port.sender.tab.id, frameIds: [port.sender.frameId] },
          files: [...(declares ? ['assist.js'] : []), 'health.js'],
        })
        .catch(() => {})
    }
    if (message.type === 'action.held' || message.type === 'surface.inspected') {
      port.postMessage({
        type: 'hold.decided',
        hold: message.hold,
        decision: null,
        panel: chrome.runtime.getURL('panel.html'),
      })
    }
  })
})
