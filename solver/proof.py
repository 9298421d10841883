"""prototype"""
import heapq

from ortools.glop import parameters_pb2
from ortools.math_opt.python import mathopt

from solver.bound import SCALE, Box, bound, narrow, whole
from solver.relax import Flag, Relaxation

PARAMS = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF, lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX,
   glop=parameters_pb2.GlopParameters(dual_feasibility_tolerance=1e-10, primal_feasibility_tolerance=1e-9))

class Program:
    def __init__(self, R: Relaxation, elastic: bool):
        self.R=R
        self.elastic=elastic
        m=self.m=mathopt.Model()
        n=len(R.options); k=len(R.volume)
        self.base=[min(o.money[r] for o in R.options) for r in range(k)]
        self.unit=1 if elastic else max(1,max(o.money[r]-self.base[r] for o in R.options for r in range(k)))
        self.x=[[m.add_variable(lb=0,ub=1) for _ in range(k)] for _ in R.options]
        self.flags={f:m.add_variable(lb=0,ub=1) for g in R.groups for f in g}
        self.upper={}
        self.cover=[]
        for r in range(k):
            c=m.add_linear_constraint(lb=1,ub=1) if R.whole[r] else m.add_linear_constraint(lb=0,ub=1)
            for o in range(n): c.set_coefficient(self.x[o][r],1)
            self.cover.append(c)
        for g in R.groups:
            c=m.add_linear_constraint(lb=1,ub=1)
            for f in g: c.set_coefficient(self.flags[f],1)
        for o,opt in enumerate(R.options):
            if opt.flag is not None:
                for r in range(k):
                    c=m.add_linear_constraint(ub=0)
                    c.set_coefficient(self.x[o][r],1); c.set_coefficient(self.flags[opt.flag],-1)
        self.rows=[]; self.norm=[]
        big=max(R.volume) or 1
        self.slack=[]
        for row in R.rows:
            norm=max([1,*(abs(v)*big for v in row.volumes.values())])
            c=m.add_linear_constraint(lb=row.least/norm)
            co={}
            for o,w in row.counts.items():
                for r in range(k): co[o,r]=co.get((o,r),0)+w/norm
            for o,w in row.volumes.items():
                for r in range(k): co[o,r]=co.get((o,r),0)+w*R.volume[r]/norm
            for (o,r),v in co.items():
                if v: c.set_coefficient(self.x[o][r],v)
            for f,w in row.flags.items(): c.set_coefficient(self.flags[f],w/norm)
            if elastic:
                s=m.add_variable(lb=0); c.set_coefficient(s,1); m.objective.set_linear_coefficient(s,1)
            self.rows.append(c); self.norm.append(norm)
        if not elastic:
            for o,opt in enumerate(R.options):
                for r in range(k):
                    v=opt.money[r]-self.base[r]
                    if v: m.objective.set_linear_coefficient(self.x[o][r], v/self.unit)
            for f,v in R.fees.items(): m.objective.set_linear_coefficient(self.flags[f], v/self.unit)
        m.objective.is_maximize=False
        self.tiered=any(o.flag is not None for o in R.options)
        self.solver=mathopt.IncrementalSolver(m,mathopt.SolverType.GLOP)
    def restrict(self, box):
        R=self.R
        want={}
        taken={}
        for w,r in box.taken: taken.setdefault(r,set()).add(w)
        bars={}
        for w,r in box.barred: bars.setdefault(r,set()).add(w)
        for o,opt in enumerate(R.options):
            for r in range(len(R.volume)):
                t=taken.get(r)
                if opt.offer in bars.get(r,()) or (t and len(t)>=R.suppliers and opt.offer not in t): want[o,r]=0
        for key in self.upper.keys()-want.keys(): self.x[key[0]][key[1]].upper_bound=1
        for key in want.keys()-self.upper.keys(): self.x[key[0]][key[1]].upper_bound=0
        self.upper=want
        for f,v in self.flags.items():
            u=0.0 if f in box.unset else 1.0
            if v.upper_bound!=u: v.upper_bound=u
    def solve(self, box):
        self.restrict(box)
        return self.solver.solve(params=PARAMS)
    def duals(self, res):
        d=res.dual_values()
        mult=[max(0,round(d[c]*self.unit/n*SCALE)) for c,n in zip(self.rows,self.norm)]
        pr=[]
        if self.tiered:
            pr=[round(d[c]*self.unit*SCALE)+(0 if self.elastic else b*SCALE) for c,b in zip(self.cover,self.base)]
        return mult,pr

def prove(R, spend, nodes=500, fix=True, rule="large"):
    lp=Program(R,False); el=None
    box=whole(R)
    count=0; heap=[]
    closed=0
    order=0
    best_open=None
    def evaluate(box, pm, pp):
        nonlocal el
        res=lp.solve(box)
        if res.termination.reason==mathopt.TerminationReason.OPTIMAL:
            m,p=lp.duals(res)
            return m,p,bound(R,box,m,p),res
        if res.termination.reason==mathopt.TerminationReason.INFEASIBLE:
            if el is None: el=Program(R,True)
            r2=el.solve(box)
            m,p=el.duals(r2)
            ray=bound(R,box,m,p,scale=0)
            base=bound(R,box,pm,pp)
            if ray is None: return pm,pp,None,None
            if ray.total>0:
                s=max(1,-(-(spend*SCALE-base.total)//ray.total))
                m=[a+s*b for a,b in zip(pm,m)]; p=[a+s*b for a,b in zip(pp,p)]
                return m,p,bound(R,box,m,p),None
            print("weak ray",ray.total)
            return pm,pp,base,None
        print("??",res.termination)
        return pm,pp,bound(R,box,pm,pp),None
    zero=[0]*len(R.rows); zp=[0]*len(R.volume) if lp.tiered else []
    m,p,b,res=evaluate(box,zero,zp)
    count=1
    root=b
    heap=[(b.fen if b else 10**30, 0, box, m, p, res, b)]
    stuck=10**30
    rootbound=b.fen
    while heap and count<nodes:
        fen,_,box,m,p,res,b=heap[0]
        if fen>=spend: break
        heapq.heappop(heap)
        if fix: box=narrow(R,box,b,spend)
        br=branch(lp,box,res,rule) if res else None
        if br is None: stuck=min(stuck,fen); continue
        for child in children(box,br):
            bb=bound(R,child,m,p)
            count+=1
            if bb is None or bb.fen>=spend: continue
            m2,p2,b2,r2=evaluate(child,m,p)
            if b2 is None or b2.fen>=spend: continue
            if b2.fen<bb.fen: m2,p2,b2=m,p,bb
            order+=1
            heapq.heappush(heap,(b2.fen,order,child,m2,p2,r2,b2))
    cert=min([spend,stuck]+[h[0] for h in heap])
    return rootbound,cert,count,lp

def children(box,br):
    if isinstance(br,Flag):
        others=[f for f in lpgroup(br)]
        return ()
    kind,a=br
    if kind=="cell":
        return (Box(box.barred,box.taken|{a},box.unset),Box(box.barred|{a},box.taken,box.unset))
    f,g=a
    return (Box(box.barred,box.taken,box.unset|(set(g)-{f})),Box(box.barred,box.taken,box.unset|{f}))

def branch(lp,box,res,rule):
    R=lp.R
    v=res.variable_values()
    # flags first
    best=None
    for g in R.groups:
        for f in g:
            z=v[lp.flags[f]]
            if 1e-6<z<1-1e-6:
                s=(min(z,1-z),)
                if best is None or s>best[0]: best=(s,("flag",(f,g)))
    if best: return best[1]
    best=None
    offers=sorted({o.offer for o in R.options})
    for r in range(len(R.volume)):
        for w in offers:
            z=sum(v[lp.x[o][r]] for o in R.options_of(w))
            if (w,r) in box.taken or (w,r) in box.barred: continue
            if 1e-6<z<1-1e-6:
                fr=min(z,1-z)
                s={"large":(R.volume[r],fr),"frac":(fr,R.volume[r]),"prod":(fr*R.volume[r],)}[rule]
                if best is None or s>best[0]: best=(s,("cell",(w,r)))
    return best[1] if best else None
