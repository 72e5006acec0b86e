/** Does the event press `keys` (`Ctrl+S`, `Mod+Enter`)? By letter or by position: a layout may put another letter there. */
export function pressesKeys(event: KeyboardEvent, keys: string): boolean {
  const names = keys.toLowerCase().split('+')
  const key = names.pop() ?? ''
  const wants = (name: string) => names.includes(name)
  const isMod = event.ctrlKey || event.metaKey
  return (
    (event.key.toLowerCase() === key || event.code.toLowerCase() === `key${key}`) &&
    (wants('mod') ? isMod : wants('ctrl') === event.ctrlKey && wants('meta') === event.metaKey) &&
    wants('shift') === event.shiftKey &&
    wants('alt') === event.altKey
  )
}
