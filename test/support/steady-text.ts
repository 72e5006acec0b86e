/**
 * In the page: what is different in every run, a time, a length of time, a digest, an address, becomes the same text until
 * `window.unsteady` is called. A picture is then about the design and not about the hour.
 */
export function steadyText(): void {
  const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*'
  const steady: readonly (readonly [RegExp, string])[] = [
    [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, 'some-id'],
    [/\b(?:[0-9a-f]{8} ?)*(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}\b/g, 'd1gest00'],
    [/\b[0-9a-f]{8} [0-9a-f]{8}\b/g, 'd1gest00'],
    [/\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?/g, '2030-01-01'],
    [new RegExp(`(?:[A-Z][a-z]+day, )?\\b${months} \\d{1,2},? \\d{4}`, 'g'), 'Jan 1, 2030'],
    [new RegExp(`\\b${months} \\d{1,2}\\b`, 'g'), 'Jan 1'],
    [/\d{1,2}:\d\d(?::\d\d)?(?:[\s\u202f][AP]M)?/g, '12:00'],
    [/\b(?:\d+|an?) (?:second|minute|hour|day)s? ago\b|\bjust now\b|(?<=by .*)\bnow\b/g, 'some time ago'],
    [/\bin \d+ (?:second|minute|hour|day)s?\b/g, 'in some time'],
    [/\b(?:[\d.,]+ (?:h|hr|min|sec|s|ms)\b ?)+/g, '1 h '],
    [/127\.0\.0\.1:\d+/g, 'crm.example'],
  ]
  const changed: (() => void)[] = []
  const walk = (within: Node) => {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? ''
      const calm = steady.reduce((now, [from, to]) => now.replace(from, to), text)
      if (calm === text) continue
      const kept = node
      node.nodeValue = calm
      changed.push(() => {
        kept.nodeValue = text
      })
    }
  }
  walk(document.body)
  ;(window as unknown as { unsteady(): void }).unsteady = () => {
    for (const back of changed) back()
  }
}
