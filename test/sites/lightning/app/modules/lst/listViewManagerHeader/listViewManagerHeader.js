import { LightningElement } from 'lwc'

export default class ListViewManagerHeader extends LightningElement {
  isMailing = false

  handleAct({ detail: title }) {
    if (title === 'Printable View') window.open(`/printable${location.search}`)
    if (title === 'Send List Email') this.isMailing = true
  }
}
