"""The incumbent's database with invented people in it: its schema, a history from a seed, and what of it griot must
hold afterwards, counted apart from any of griot's code."""
import io
import json
import random
import uuid
from datetime import datetime, timedelta, timezone

import psycopg2

TENANT, OTHER_TENANT = "5d3c9a1e-0000-4000-8000-000000000001", "5d3c9a1e-0000-4000-8000-000000000002"
IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "events.griot.dev")
AGENTS = [str(uuid.UUID(int=0xA0000000000000000000000000000000 + i)) for i in range(5)]

SCHEMA = """
create table events (
  "eventId" uuid primary key, "messageId" uuid not null, "tenantId" varchar(50) not null,
  "projectId" varchar(50) not null, "eventName" varchar(100) not null, "eventType" varchar(20) not null default 'track',
  timestamp timestamptz not null, "receivedAt" timestamptz not null default now(),
  "anonymousId" varchar(100) not null, "userId" varchar(100), "sessionId" varchar(100) not null,
  "channelType" varchar(20) not null default 'web', "externalId" varchar(100), "handshakeToken" varchar(100),
  "pagePath" varchar(500), "pageUrl" text, "pageTitle" varchar(500), "pageReferrer" text, "userAgent" text,
  "deviceType" varchar(20), "osName" varchar(50), "osVersion" varchar(50), "browserName" varchar(50),
  "browserVersion" varchar(50), "ipAddress" inet, "countryCode" varchar(2), city varchar(100), properties jsonb,
  "sdkVersion" varchar(20), "processedAt" timestamptz);
create index on events ("tenantId", timestamp);
create index on events ("sessionId");
create index on events ("eventName", timestamp);
create table contacts (
  id uuid primary key, "tenantId" varchar(50) not null, "contactId" varchar(100) not null, name varchar(200),
  pin varchar(50), "yearOfBirth" int, email varchar(255), metadata jsonb, "firstSeen" timestamptz not null,
  "lastSeen" timestamptz not null, "messageCount" int not null default 0, tags text[] not null default '{}',
  "paymentStatus" varchar(20), "optedIn" boolean not null default true, "deactivatedAt" timestamptz,
  "createdAt" timestamptz not null, unique ("tenantId", "contactId"));
create table campaigns (
  id uuid primary key, "tenantId" varchar(50) not null, name varchar(255) not null, type varchar(30) not null,
  status varchar(20) not null, "messageTemplate" jsonb not null, "templateId" uuid,
  "recipientCount" int not null default 0, "scheduledAt" timestamptz, "startedAt" timestamptz,
  "completedAt" timestamptz, "createdAt" timestamptz not null);
create table inbox_sessions (
  id uuid primary key, "tenantId" varchar(50) not null, "contactId" varchar(100) not null,
  channel varchar not null default 'whatsapp', "createdAt" timestamptz not null);
create table resolutions (
  id uuid primary key, "sessionId" uuid not null unique references inbox_sessions (id), category varchar(100) not null,
  notes text, outcome varchar(50) not null default 'resolved', "resolvedByAgentId" uuid not null,
  "createdAt" timestamptz not null, "csatScore" int, "csatFeedback" text, "formData" jsonb);
"""
EVENT_COLUMNS = ["eventId", "messageId", "tenantId", "projectId", "eventName", "eventType", "timestamp", "receivedAt",
                 "anonymousId", "userId", "sessionId", "channelType", "externalId", "pagePath", "pageUrl", "pageTitle",
                 "pageReferrer", "userAgent", "deviceType", "osName", "browserName", "countryCode", "city", "ipAddress",
                 "properties", "sdkVersion"]
AGENT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"
BEGAN = datetime(2019, 3, 1, tzinfo=timezone.utc)
DAYS = 7 * 365


def text_row(values):
    """A line of COPY's text format."""
    out = []
    for value in values:
        if value is None:
            out.append("\\N")
        else:
            text = str(value)
            for raw, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
                text = text.replace(raw, escaped)
            out.append(text)
    return "\t".join(out) + "\n"


class Incumbent:
    """A database of its own in `postgres`. After `fill`: `ids` are those of the events that griot must hold in the end,
    `refused` how many rows it cannot take, `first_seen` the earliest event of each user."""

    def __init__(self, postgres, seed):
        self.name, self.seed, self.rng = f"incumbent_{uuid.uuid4().hex[:10]}", seed, random.Random(seed)
        connection = psycopg2.connect(postgres.admin_url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"create database {self.name}")
        connection.close()
        self.url = postgres.admin_url.rpartition("/")[0] + "/" + self.name
        self.ids, self.refused, self.first_seen, self.left_out = set(), 0, {}, 0
        self.run(SCHEMA)

    def run(self, sql, *values):
        connection = psycopg2.connect(self.url)
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def copy(self, table, columns, lines):
        connection = psycopg2.connect(self.url)
        names = ", ".join(f'"{c}"' for c in columns)
        with connection, connection.cursor() as cursor:
            cursor.copy_expert(f"copy {table} ({names}) from stdin", io.StringIO("".join(lines)))
        connection.close()

    def id(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def fill(self, rows, project, poison=True, visit=1):
        """`project`: griot's, into which it will be imported. Ids that are no UUIDs depend on it.
        `visit`: how many events of a person come together, in the mean; 1: none, each is a session of its own."""
        self.project = project
        self._people(max(20, rows // 100))
        lines = []
        self.sessions = []
        for i in range(rows):
            lines.append(self._poison_row() if poison and self.rng.random() < 0.01 else self._row(i, rows, visit))
            if len(lines) == 50000:
                self.copy("events", EVENT_COLUMNS, lines)
                lines = []
        lines += [text_row(self._event(tenantId=OTHER_TENANT, keep=False)) for _ in range(5)]
        self.copy("events", EVENT_COLUMNS, lines)
        self._small_tables()
        self.run("analyze")
        return self

    def event_id(self, text):
        return str(uuid.uuid5(IDS, f"{self.project}\x1fclient\x1f{text}"))

    def _people(self, count):
        self.people = [(self.id(), f"user-{i}@Example.org" if i % 3 == 0 else f"account-{i}") for i in range(count)]
        self.phones = [f"2547{10_000_000 + i * 7:08d}" for i in range(count // 2 + 1)]

    def _at(self, share):
        return BEGAN + timedelta(days=DAYS * share, seconds=self.rng.random() * 86400,
                                 microseconds=self.rng.randrange(1_000_000))

    def _event(self, keep=True, seen=None, **values):
        """The values of one row; `seen`: its time as griot must have it."""
        event = {"eventId": self.id(), "tenantId": TENANT, "projectId": "default", "eventName": "page_view",
                 "eventType": "track", "anonymousId": self.id(), "sessionId": self.id(), "channelType": "web",
                 "timestamp": BEGAN}
        event |= values
        event.setdefault("messageId", event["eventId"])
        if "receivedAt" not in event:
            event["receivedAt"] = event["timestamp"] + timedelta(seconds=1)
        if keep:
            self.ids.add(event["messageId"])
            user = event.get("userId")
            if event["channelType"].lower() == "whatsapp":
                user = user or event.get("externalId")
                if user and user.lstrip("+").isdigit():
                    user = "+" + user.lstrip("+")
            when = seen or event["timestamp"]
            if user and (user not in self.first_seen or when < self.first_seen[user]):
                self.first_seen[user] = when
        return [event.get(column) for column in EVENT_COLUMNS]

    def _visit(self, i, rows, mean):
        """Who comes next, and when: the same as before, a little later, or another."""
        rng = self.rng
        if mean > 1 and i > 0 and rng.random() < 1 - 1 / mean:
            self.at += timedelta(seconds=5 + rng.random() * 115)
        else:
            self.at, self.on_web = self._at(i / rows), rng.random() < 0.6
            self.person, self.phone = rng.choice(self.people), rng.choice(self.phones)
        return self.at

    def _row(self, i, rows, visit):
        rng, at = self.rng, self._visit(i, rows, visit)
        if self.on_web:
            anonymous, user = self.person
            path = rng.choice(["/", "/shop", "/shop/blue", "/cart", "/about"])
            return text_row(self._event(
                timestamp=at, anonymousId=anonymous, userId=user if rng.random() < 0.4 else None,
                eventName=rng.choice(["page_view", "page_view", "button_click", "purchase"]), eventType="page",
                pagePath=path, pageUrl="https://shop.example" + path, pageTitle="Shop", userAgent=AGENT,
                deviceType="mobile", osName="Android", browserName="Chrome", countryCode="KE", city="Nairobi",
                ipAddress="41.90.1.1", sdkVersion="1.0.0",
                properties=json.dumps({"step": i % 7, "label": "a \"quoted\" thing", "utm_source": "mail"})))
        phone, name = self.phone, rng.choice(["message.received", "message.sent", "message.read"])
        values = {"messageId": self.id(), "chatId": f"c-{phone}", "direction": "inbound", "text": "Habari, what is it?"}
        if rng.random() < 0.01:
            name, session = "chat.resolved", self.id()
            self.sessions.append((session, phone, at, True))
            values = {"inboxSessionId": session, "category": "billing"}
        # Its collector makes a UUID of what is none, so a number is one browser and one session for ever.
        number = str(uuid.uuid5(IDS, phone))
        return text_row(self._event(
            timestamp=at, channelType="whatsapp", anonymousId=number, sessionId=number, eventName=name, userId=("+" if rng.random() < 0.3 else "") + phone,
            externalId=phone, properties=json.dumps(values)))

    def _poison_row(self):
        """What no tidy database holds, and what real ones do."""
        rng, at = self.rng, self._at(self.rng.random())
        later = at + timedelta(seconds=1)
        phone = rng.choice(self.phones)
        kind = rng.randrange(12)
        if kind == 0:  # one message twice
            anonymous, user = rng.choice(self.people)
            twin = dict(eventName="twice", userId=user, anonymousId=anonymous, timestamp=at, messageId=self.id())
            return text_row(self._event(**twin)) + text_row(self._event(**twin))
        if kind == 1:  # no name, and no type that would be one
            self.refused += 1
            return text_row(self._event(timestamp=at, eventName="", keep=False))
        if kind == 2:  # before all time, or after it
            when = rng.choice(["infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "294276-12-31 23:59:59+00",
                               "1970-01-01 00:00:01+00", "9999-12-31 23:59:59+00", "1999-12-31 23:59:59+00"])
            return text_row(self._event(timestamp=when, receivedAt=at, seen=at, userId=f"odd-{rng.randrange(50)}"))
        if kind == 3:  # an hour ahead of its arrival
            return text_row(self._event(timestamp=at + timedelta(hours=1), receivedAt=at, seen=at, userId="ahead"))
        if kind == 4:  # nobody
            return text_row(self._event(timestamp=at, anonymousId="", eventName="cron.ran"))
        if kind == 5:
            return text_row(self._event(timestamp=at, properties=rng.choice(['"Home"', "[1, 2]", "7", "null", "{}"])))
        if kind == 6:  # backslashes that look like half of a pair, in a text that is fine
            return text_row(self._event(timestamp=at, properties=json.dumps({"text": "\\ud800 \\u0000 \ud83d\ude00 é"})))
        if kind == 7:
            return text_row(self._event(timestamp=at, channelType="WhatsApp", externalId=phone,
                                        eventName="message.received"))
        if kind == 8:
            return text_row(self._event(timestamp=at, receivedAt=rng.choice([later, "infinity", "1970-01-01"]),
                                        eventName="", eventType="page", userId="PageOnly"))
        if kind == 9:
            return text_row(self._event(timestamp=at, userId="x" * 100, anonymousId="é" * 100, eventName="n" * 100,
                                        properties=json.dumps({"long": "y" * rng.randrange(1000, 60000)})))
        if kind == 10:  # a campaign that was told of by an event already
            campaign = self.id()
            self.campaign_told = campaign
            return text_row(self._event(timestamp=at, eventName="campaign.sent", userId="system",
                                        channelType="whatsapp", properties=json.dumps({"campaignId": campaign})))
        return text_row(self._event(timestamp=at, properties="{\"deep\": " + "[" * 50 + "]" * 50 + "}"))

    def _small_tables(self):
        rng = self.rng
        contacts = []
        for i, phone in enumerate(self.phones):
            first = self._at(rng.random()) - timedelta(days=400)
            contacts.append(text_row([self.id(), TENANT, phone, f"Name {i}", f"A{i:09d}P", f"c{i}@example.org",
                                      json.dumps({"town": "Kisumu"}), first, first + timedelta(days=30), 4,
                                      "{vip,paid}", first]))
            self.ids.add(self.event_id(f"incumbent/contacts/{TENANT}/{phone}"))
            user = "+" + phone
            self.first_seen[user] = min(first, self.first_seen.get(user, first))
        self.contacts = len(contacts)
        self.copy("contacts", ["id", "tenantId", "contactId", "name", "pin", "email", "metadata", "firstSeen",
                               "lastSeen", "messageCount", "tags", "createdAt"], contacts)
        campaigns = []
        for i in range(12):
            id = getattr(self, "campaign_told", None) if i == 0 else self.id()
            if id is None:
                continue
            began = None if i % 4 == 3 else self._at(rng.random())
            campaigns.append(text_row([id, TENANT, f"Sale {i}", "manual", "completed" if began else "draft",
                                       json.dumps({"type": "template", "template": {"name": f"sale_{i}"}}), 100 + i,
                                       began, BEGAN]))
            if began and i > 0:
                self.ids.add(self.event_id(f"incumbent/campaigns/{TENANT}/{id}"))
                self.first_seen["system"] = min(began, self.first_seen.get("system", began))
            elif not began:
                self.left_out += 1
        self.copy("campaigns", ["id", "tenantId", "name", "type", "status", "messageTemplate", "recipientCount",
                                "startedAt", "createdAt"], campaigns)
        told = list(self.sessions)
        for _ in range(10):
            self.sessions.append((self.id(), rng.choice(self.phones), self._at(rng.random()), False))
        self.copy("inbox_sessions", ["id", "tenantId", "contactId", "createdAt"],
                  [text_row([session, TENANT, phone, at - timedelta(hours=1)]) for session, phone, at, _ in
                   self.sessions])
        resolutions = []
        for session, phone, at, in_event in self.sessions:
            id = self.id()
            resolutions.append(text_row([id, session, "billing", "all is well", AGENTS[rng.randrange(5)], at, 5,
                                         json.dumps({"ticket": session[:8]})]))
            if not in_event:
                self.ids.add(self.event_id(f"incumbent/resolutions/{id}"))
                user = "+" + phone
                self.first_seen[user] = min(at, self.first_seen.get(user, at))
        self.joined = len(told)
        self.copy("resolutions", ["id", "sessionId", "category", "notes", "resolvedByAgentId", "createdAt",
                                  "csatScore", "formData"], resolutions)
