// The chat of the demo page: speaks the JSON of the contract, keeps nothing in the browser.
// Attributes: lang, country, server (default: the page's own), exit-href.

const SAFE_PAGE = 'https://www.wikipedia.org/'

/** Text with the little Markdown of the answers -> nodes; never HTML. */
export function render(text) {
  const root = document.createDocumentFragment()
  for (const block of text.split(/\n\n+/)) {
    let list = null
    for (const line of block.split('\n')) {
      if (line.startsWith('- ')) {
        list ??= root.appendChild(document.createElement('ul'))
        list.appendChild(document.createElement('li')).append(...inline(line.slice(2)))
      } else {
        list = null
        root.appendChild(document.createElement('p')).append(...inline(line))
      }
    }
  }
  return root
}

function inline(text) {
  return text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\(https:\/\/[^)\s]+\))/).map(part => {
    const link = /^\[([^\]]+)\]\((https:\/\/[^)\s]+)\)$/.exec(part)
    if (link) return element('a', { href: link[2], rel: 'noreferrer', target: '_blank' }, link[1])
    if (part.startsWith('**') && part.endsWith('**')) return element('strong', {}, part.slice(2, -2))
    return document.createTextNode(part)
  })
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value)
  made.append(...children)
  return made
}

export class SecondLook extends HTMLElement {
  #token = null
  #words = {}
  #log
  #pinned
  #form
  #input
  #status

  get server() { return this.getAttribute('server') ?? '' }

  get exitHref() {
    const href = this.getAttribute('exit-href') ?? ''
    return href.startsWith('https://') ? href : SAFE_PAGE // also refuses javascript:
  }

  async connectedCallback() {
    const fallback = [...this.childNodes]
    try {
      this.#words = await (await fetch(`${this.server}/api/words?locale=${this.lang}`)).json()
    } catch {
      return // the link between the tags stays
    }
    fallback.forEach(node => node.remove())
    this.#build()
    await this.#open()
  }

  /** Leave for a harmless page. */
  leave() {
    this.remove() // words go first: the next page may load slowly
    location.replace(this.exitHref) // replace, not assign: Back skips this page
  }

  /** Forget the talk on the server and on the screen. */
  async forget() {
    if (this.#token) await this.#call('DELETE', '/api/session').catch(() => {})
    this.#token = null
    this.#log.replaceChildren()
    this.#pin(null)
    this.#say({ text: this.#words.deleted, kind: 'smalltalk' })
    this.#input.focus()
  }

  #build() {
    const words = this.#words
    this.#log = element('div', { class: 'log', role: 'log', 'aria-live': 'polite' })
    this.#pinned = element('aside', { class: 'pinned', 'aria-label': words.pinned, hidden: '' })
    this.#status = element('p', { class: 'note', role: 'status' })
    this.#input = element('textarea', { id: 'second-look-text', rows: '1', maxlength: '2000', autocomplete: 'off' })
    const exit = element('button', { type: 'button', class: 'exit' }, words.exit)
    const forget = element('button', { type: 'button' }, words.delete)
    this.#form = element('form', { class: 'ask' },
      element('label', { for: 'second-look-text' }, words.input), this.#input,
      element('div', { class: 'bar' }, element('button', { type: 'submit' }, words.send), forget, exit))
    exit.addEventListener('click', () => this.leave())
    forget.addEventListener('click', () => this.forget())
    this.#form.addEventListener('submit', event => { event.preventDefault(); this.#send() })
    this.#input.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#send() }
    })
    this.append(this.#pinned, this.#log, this.#status, this.#form)
  }

  async #open() {
    try {
      const opened = await this.#call('POST', '/api/session', { locale: this.lang, country: this.getAttribute('country') })
      this.#token = opened.token
      opened.messages.forEach(message => this.#say(message))
    } catch (problem) { this.#explain(problem) }
  }

  #send() {
    const text = this.#input.value.trim()
    if (!text) return
    this.#ask({ text }, text)
  }

  async #ask(body, shown) {
    this.#status.textContent = this.#words.typing
    try {
      if (!this.#token) await this.#open()
      const { messages } = await this.#call('POST', '/api/messages', body)
      this.#log.append(element('div', { class: 'message mine' }, shown))
      this.#input.value = ''
      this.#status.textContent = ''
      messages.forEach(message => this.#say(message))
      if (messages.some(message => message.answer === 'delete_my_chat')) this.#token = null // that talk is gone
    } catch (problem) { this.#explain(problem) } // the typed text stays in the field
  }

  #explain(problem) {
    if (problem.status === 401) this.#token = null
    this.#status.textContent = problem.words ?? this.#words.offline
    if (problem.helplines?.length) this.#say({ text: problem.words, kind: 'fallback', helplines: problem.helplines })
  }

  #say(message) {
    const box = element('div', { class: `message ${message.kind ?? ''}`, lang: message.locale })
    box.append(render(message.text))
    if (message.picture) {
      box.append(element('img', { src: this.server + message.picture.url, alt: message.picture.alt, width: '320', loading: 'lazy' }))
    }
    if (message.helplines?.length) {
      box.append(element('ul', { class: 'lines' }, ...message.helplines.map(line => this.#helpline(line))))
    }
    if (message.sources?.length) {
      const names = message.sources.map(source => source.url
        ? element('li', {}, element('a', { href: source.url, rel: 'noreferrer', target: '_blank' }, source.title))
        : element('li', {}, source.title))
      box.append(element('details', { class: 'small' }, element('summary', {}, this.#words.sources),
        element('p', {}, message.reviewed_on ?? this.#words.not_reviewed), element('ul', {}, ...names)))
    }
    if (message.buttons?.length) {
      const choices = message.buttons.map(({ title, payload }) => {
        const button = element('button', { type: 'button' }, title)
        button.addEventListener('click', () => this.#ask({ payload }, title))
        return button
      })
      box.append(element('div', { class: 'choices' }, ...choices))
    }
    this.#log.append(box)
    if (message.pinned !== undefined) this.#pin(message.pinned)
    box.scrollIntoView({ block: message.kind === 'crisis' ? 'start' : 'nearest' }) // its first line is the number to call
  }

  /** The crisis card that stays above the talk, small: a line of words, one number to tap, the rest folded. */
  #pin(pinned) {
    this.#pinned.hidden = !pinned
    if (!pinned) return this.#pinned.replaceChildren()
    const open = this.#pinned.querySelector('details')?.open
    const ways = pinned.helplines.map(line => this.#ways(line)[0])
    const [first, ...rest] = pinned.helplines.map((line, n) => ways[n] && element('li', {}, line.name, ' ', ways[n])).filter(Boolean)
    const more = element('details', { open: open ? '' : null }, element('summary', {}, this.#words.pinned), element('ul', {}, ...rest))
    this.#pinned.lang = pinned.locale
    this.#pinned.replaceChildren(element('p', {}, pinned.text, ' ', ...(first ? [first.lastChild] : [])), ...(rest.length ? [more] : []))
  }

  #ways(line) {
    return line.links.map(({ way, title, href }) => element('a', {
      href, class: way === 'web' || way === 'email' ? null : 'call', rel: 'noreferrer', target: href.startsWith('http') ? '_blank' : null,
    }, title))
  }

  #helpline(line) {
    const words = this.#words
    const ways = this.#ways(line)
    const small = [line.opening, line.cost === 'free' ? words.free : '', line.whom, line.language_names.join(', ')]
    const check = line.check && (line.check_link ? element('a', { href: line.check_link, rel: 'noreferrer', target: '_blank' }, line.check) : line.check)
    return element('li', { class: line.needs.includes('emergency') ? 'line first' : 'line' },
      element('p', { class: 'name' }, line.name), element('p', {}, ...ways.flatMap(way => [way, ' '])),
      element('p', { class: 'small' }, [small.filter(Boolean).join(' · '), line.note].filter(Boolean).join(' – '), ...(check ? [' – ', check] : [])))
  }

  async #call(method, path, body) {
    const headers = { 'Accept-Language': this.lang }
    if (body) headers['Content-Type'] = 'application/json'
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`
    const reply = await fetch(this.server + path, { method, headers, body: body && JSON.stringify(body) })
    if (reply.status === 204) return null
    const read = await reply.json()
    if (!reply.ok) throw Object.assign(new Error(read.error), { status: reply.status, words: read.message, helplines: read.helplines })
    return read
  }
}

customElements.define('second-look', SecondLook)
