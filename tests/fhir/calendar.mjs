// node calendar.mjs ICAL < files.json
// Reads a list of calendar files and writes what ical.js makes of the event in each.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const module = pathToFileURL(path.join(process.argv[2], 'dist/ical.js')).href;
const { default: ICAL } = await import(module);
const found = JSON.parse(fs.readFileSync(0, 'utf8')).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
  const alarm = event.component.getFirstSubcomponent('valarm');
  const times = event.iterator();
  const occurrences = [];
  for (let next = times.next(); next && occurrences.length < 500; next = times.next()) {
    occurrences.push(next.toString());
  }
  return {
    title: event.summary,
    description: event.description,
    zone: event.startDate.zone.tzid,
    occurrences,
    rings: alarm.getFirstPropertyValue('trigger').toString(),
  };
});
process.stdout.write(JSON.stringify(found));
