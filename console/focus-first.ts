/**
 * Ref of the control that gets the focus when its dialog opens. React's `autoFocus` runs before `showModal`, which then
 * moves the focus to the first control; the attribute is what the platform honours.
 */
export function focusFirst(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '')
}
