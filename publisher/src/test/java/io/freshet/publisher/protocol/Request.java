package io.freshet.publisher.protocol;

/** A write to one object. */
sealed interface Request {
    Place place();

    String name();

    /** Whether the store would do it now. */
    boolean accepted(Bucket bucket);

    Bucket done(Bucket bucket);

    record Put(Place place, String name, Object value) implements Request {
        @Override
        public boolean accepted(Bucket bucket) {
            return true;
        }

        @Override
        public Bucket done(Bucket bucket) {
            return bucket.put(name, value);
        }

        @Override
        public String toString() {
            return "put " + name + " at the " + place;
        }
    }

    record PutIfAbsent(Place place, String name, Object value) implements Request {
        @Override
        public boolean accepted(Bucket bucket) {
            return !bucket.has(name);
        }

        @Override
        public Bucket done(Bucket bucket) {
            return bucket.put(name, value);
        }

        @Override
        public String toString() {
            return "put-if-absent " + name + " at the " + place;
        }
    }

    record CompareAndSet(Place place, String name, Object expected, Object value) implements Request {
        @Override
        public boolean accepted(Bucket bucket) {
            return bucket.holds(name, expected);
        }

        @Override
        public Bucket done(Bucket bucket) {
            return bucket.put(name, value);
        }

        @Override
        public String toString() {
            return "compare-and-set " + name + " at the " + place + " to " + value;
        }
    }

    record Delete(Place place, String name) implements Request {
        @Override
        public boolean accepted(Bucket bucket) {
            return true;
        }

        @Override
        public Bucket done(Bucket bucket) {
            return bucket.delete(name);
        }

        @Override
        public String toString() {
            return "delete " + name + " at the " + place;
        }
    }
}
