package io.freshet.publisher.protocol;

import java.util.Arrays;

/** The explored states as numbers, in the order in which they were found. */
final class Graph {
    static final int NONE = -1;

    private int[] parents = new int[1024];
    private int[] firstEdge = new int[1024];
    private int[] targets = new int[1024];
    private int vertices;
    private int expanded;
    private int edges;

    /** Adds a state that was first reached from {@code parent}. */
    void vertex(int parent) {
        parents = grown(parents, vertices + 1);
        parents[vertices++] = parent;
    }

    /** What follows are the edges of the next state. */
    void begin() {
        firstEdge = grown(firstEdge, expanded + 2);
        firstEdge[expanded++] = edges;
        firstEdge[expanded] = edges;
    }

    void edge(int target) {
        targets = grown(targets, edges + 1);
        targets[edges++] = target;
        firstEdge[expanded] = edges;
    }

    int parent(int vertex) {
        return parents[vertex];
    }

    int edges() {
        return edges;
    }

    /** Whether every way ends, by Kahn's algorithm. */
    boolean acyclic() {
        int[] incoming = new int[vertices];
        for (int i = 0; i < edges; i++) {
            incoming[targets[i]]++;
        }
        int[] ready = new int[vertices];
        int count = 0;
        for (int v = 0; v < vertices; v++) {
            if (incoming[v] == 0) {
                ready[count++] = v;
            }
        }
        for (int i = 0; i < count; i++) {
            for (int e = firstEdge[ready[i]]; e < firstEdge[ready[i] + 1]; e++) {
                if (--incoming[targets[e]] == 0) {
                    ready[count++] = targets[e];
                }
            }
        }
        return count == vertices;
    }

    private static int[] grown(int[] array, int needed) {
        return needed <= array.length ? array : Arrays.copyOf(array, Math.max(needed, array.length * 2));
    }
}
